/** What is said where the links of letters lead. */
export const onboarding = {
  onboard: 'Set up {{partner}}',
  onboardLead: 'You were sent the link that opens this partner account. Whoever fills this in becomes its owner.',
  onboardConfirm: 'Become the owner',
  onboarded: '{{partner}} is set up',
  owner: '{{email}} is the owner of this partner account.',
  join: 'Join {{partner}}',
  joinLead: 'You are invited to this partner account as {{email}}.',
  joinConfirm: 'Join',
  joined: 'You have joined {{partner}}',
  user: '{{email}} is a user of this partner account.',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail address',
  emailHint: 'The address that you are known by from here on. There is no password.',
  emailInvalid: 'This is no e-mail address.',
  emailTaken: 'This address belongs to a user of the account already. Use another one.',
  nameMissing: 'Enter your name.',
  next: 'What you can do now',
  nextSignIn:
    'Sign in to the partner portal with {{email}}: a code comes there, if the company that runs the portal has let this address in.',
  nextAsk: 'If no code comes, ask your contact at that company to let this address in.',
  signIn: 'Go to sign-in',
  dead: 'This link does not work any more',
  deadText:
    'It was used, has expired or was replaced: a link works once, and for seven days. If you have completed it, you are done and can sign in. Otherwise ask whoever sent it for another one.',
  absent: 'Open the link again',
  absentText:
    'This page was loaded without its link, which is kept in no history. Open it again from the letter or the message that you have it from.',
}
