import type { Words } from '../words.ts'

export const onboarding: Words['onboarding'] = {
  onboard: '{{partner}} einrichten',
  onboardLead:
    'Sie haben den Link erhalten, der dieses Partnerkonto eröffnet. Wer dies ausfüllt, wird Inhaber des Kontos.',
  onboardConfirm: 'Inhaber werden',
  onboarded: '{{partner}} ist eingerichtet',
  owner: '{{email}} ist Inhaber dieses Partnerkontos.',
  join: '{{partner}} beitreten',
  joinLead: 'Sie sind als {{email}} zu diesem Partnerkonto eingeladen.',
  joinConfirm: 'Beitreten',
  joined: 'Sie sind {{partner}} beigetreten',
  user: '{{email}} gehört jetzt zu den Benutzern dieses Partnerkontos.',
  firstName: 'Vorname',
  lastName: 'Nachname',
  email: 'E-Mail-Adresse',
  emailHint: 'Die Adresse, unter der Sie von nun an bekannt sind. Ein Passwort gibt es nicht.',
  emailInvalid: 'Das ist keine E-Mail-Adresse.',
  emailTaken: 'Diese Adresse gehört schon einem Benutzer des Kontos. Verwenden Sie eine andere.',
  nameMissing: 'Geben Sie Ihren Namen ein.',
  next: 'Was Sie jetzt tun können',
  nextSignIn:
    'Melden Sie sich mit {{email}} am Partnerportal an: Ein Code kommt dorthin, wenn das Unternehmen, das das Portal betreibt, dieser Adresse Zugang gegeben hat.',
  nextAsk: 'Wenn kein Code ankommt, bitten Sie Ihren Ansprechpartner dort um Zugang für diese Adresse.',
  signIn: 'Zur Anmeldung',
  dead: 'Dieser Link funktioniert nicht mehr',
  deadText:
    'Er wurde benutzt, ist abgelaufen oder wurde ersetzt: Ein Link gilt einmal und sieben Tage lang. Wenn Sie ihn abgeschlossen haben, sind Sie fertig und können sich anmelden. Bitten Sie sonst den Absender um einen neuen.',
  absent: 'Öffnen Sie den Link noch einmal',
  absentText:
    'Diese Seite wurde ohne ihren Link geladen, der in keinem Verlauf bleibt. Öffnen Sie ihn noch einmal aus der Nachricht, aus der Sie ihn haben.',
}
