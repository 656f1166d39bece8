import { Button, Input, PinInput, Stack, Text, Title } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, call } from '../../api/client.ts'
import { tellDone } from '../../ui/act.tsx'
import { failureText } from '../language/failure.ts'
import { isFramed } from '../session.ts'
import type { Requested } from './page.tsx'

type Props = {
  requested: Requested
  organisation: string
  again: (email: string, language: string) => Promise<void>
  leave: () => void
  enter: (session: Answer<'POST /api/v1/portal/session'>) => Promise<void>
}

const length = 6

/** Takes the code that was mailed; the last digit signs in. */
export function CodeForm({ requested, organisation, again, leave, enter }: Props) {
  const { t } = useTranslation('shell')
  const [code, setCode] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const redeem = async (given: string) => {
    setBusy(true)
    setFault(undefined)
    const body = { email: requested.email, ticket: requested.ticket, code: given, organisation, isFramed }
    await call('POST /api/v1/portal/session', { body })
      .then(enter)
      .catch((error: unknown) => {
        setFault(failureText(t, error))
        setCode('')
      })
    setBusy(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.length === length && !isBusy) void redeem(code)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>
          <Title order={2} size="h3">
            {t('signIn.codeTitle')}
          </Title>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('signIn.codeText', { email: requested.email })}
          </Text>
        </div>
        <div role="group" aria-label={t('signIn.code')}>
          <PinInput
            length={length}
            type="number"
            inputMode="numeric"
            oneTimeCode
            autoFocus
            gap="xs"
            size="md"
            value={code}
            disabled={isBusy}
            error={fault !== undefined}
            aria-label={t('signIn.digit')}
            onChange={setCode}
            onComplete={(given) => void redeem(given)}
          />
        </div>
        {fault === undefined ? null : <Input.Error role="alert">{fault}</Input.Error>}
        <Button type="submit" loading={isBusy} disabled={code.length < length}>
          {t('signIn.submit')}
        </Button>
        <Stack gap={4} align="flex-start">
          <Again requested={requested} again={again} />
          <Button variant="subtle" size="compact-sm" leftSection={<ArrowLeft size={15} aria-hidden />} onClick={leave}>
            {t('signIn.other')}
          </Button>
        </Stack>
      </Stack>
    </form>
  )
}

/** Another code, as soon as one may be sent. */
function Again({ requested: { email, againAt }, again }: Pick<Props, 'requested' | 'again'>) {
  const { t, i18n } = useTranslation('shell')
  const seconds = useSecondsUntil(againAt)
  const send = () =>
    again(email, i18n.language)
      .then(() => tellDone(t('signIn.sentAgain')))
      .catch((error: unknown) => tellDone(failureText(t, error)))
  if (seconds > 0)
    return (
      <Text size="sm" c="dimmed" px="xs">
        {t('signIn.againIn', { count: seconds })}
      </Text>
    )
  return (
    <Button variant="subtle" size="compact-sm" onClick={() => void send()}>
      {t('signIn.again')}
    </Button>
  )
}

function useSecondsUntil(moment: string): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(moment) - Date.now()) / 1000))
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    setSeconds(left())
    const ticking = setInterval(() => setSeconds(left()), 1000)
    return () => clearInterval(ticking)
  }, [moment])
  return seconds
}
