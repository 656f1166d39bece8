import { Group, Stack, Text, ThemeIcon } from '@mantine/core'
import { Check, CircleDashed, X } from 'lucide-react'
import { ruleNames } from './rule-names.ts'
import type { Rule } from './words.ts'

const looks = {
  PASS: { icon: Check, color: 'teal', word: 'Passed' },
  FAIL: { icon: X, color: 'red', word: 'Failed' },
  NOT_CHECKED: { icon: CircleDashed, color: 'gray', word: 'Not checked' },
}

/** Each rule of the campaign, and what it saw. */
export function Checks({ rules }: { rules: Rule[] }) {
  return (
    <Stack gap="sm">
      {rules.map((rule) => {
        const { icon: Icon, color, word } = looks[rule.verdict]
        return (
          <Group key={rule.rule} gap="sm" wrap="nowrap" align="flex-start">
            <ThemeIcon size={22} radius="xl" color={color} variant="light" aria-hidden mt={1}>
              <Icon size={14} />
            </ThemeIcon>
            <div>
              <Text size="sm" fw={550}>
                {ruleNames[rule.rule]}: {word.toLowerCase()}
              </Text>
              <Text size="sm" c="dimmed">
                {sentenceOf(rule)}
              </Text>
            </div>
          </Group>
        )
      })}
    </Stack>
  )
}

function sentenceOf({ rule, verdict, action, values }: Rule): string {
  if (verdict === 'NOT_CHECKED')
    return action === 'OFF' ? 'The campaign does not ask for it.' : 'What it looks at was not known.'
  const seen = saw[rule](values, verdict === 'FAIL')
  if (verdict === 'PASS') return seen
  return `${seen} ${action === 'REJECT' ? 'The campaign rejects that.' : 'The campaign asks a person.'}`
}

type Seen = Rule['values']
const not = (isSo: boolean) => (isSo ? '' : 'not ')

const saw: Record<Rule['rule'], (values: Seen, fails: boolean) => string> = {
  SELF_REFERRAL_EMAIL: (_values, fails) => `The buyer’s e-mail is ${not(fails)}that of a person at the partner.`,
  SELF_REFERRAL_DOMAIN: ({ emailDomain, partnerDomain }, fails) =>
    `The buyer’s e-mail is at ${emailDomain}; the partner’s domain is ${partnerDomain ?? 'not known'}${fails ? ', the same' : ''}.`,
  DISPOSABLE_EMAIL: ({ emailDomain }, fails) => `${emailDomain} is ${not(fails)}a service for throw-away e-mails.`,
  EMAIL_ONCE_PER_CAMPAIGN: (_values, fails) =>
    fails
      ? 'This e-mail has converted in the campaign before.'
      : 'This e-mail had not converted in the campaign before.',
  NEW_CUSTOMERS_ONLY: (_values, fails) =>
    fails ? 'The customer was known before.' : 'The customer was not known before.',
  EXCLUDED_DOMAIN: ({ emailDomain, excludedBy }, fails) =>
    fails ? `${emailDomain} is excluded by ${excludedBy}.` : `${emailDomain} is not excluded.`,
}
