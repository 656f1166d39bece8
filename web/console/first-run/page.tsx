import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useNavigate } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { Terminal } from 'lucide-react'
import { call } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Empty } from '../../ui/notice.tsx'
import { askToSignIn } from '../sign-in/ask.ts'
import { isAddress, isName, isPassword } from '../sign-in/checks.ts'
import { NewPassword } from '../sign-in/code.tsx'
import { EntryForm } from '../sign-in/form.tsx'
import { Outside } from '../sign-in/outside.tsx'
import { useTokenOfLink } from '../sign-in/token.ts'

/** Where the link that the server printed leads: the first member makes themself. */
export function FirstRunPage() {
  const token = useTokenOfLink()
  const { data } = useRead('GET /api/v1/console', {})
  if (!token || data?.data.isFirstRun === false) return <Over />
  return (
    <Outside title="Welcome" lead="Make yourself the first member. You can invite the others afterwards.">
      <FirstMemberForm token={token} />
    </Outside>
  )
}

const empty = { organisationName: '', name: '', email: '', password: '' }

function FirstMemberForm({ token }: { token: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({ initialValues: empty, validate: { name: isName, email: isAddress, password: isPassword } })
  const act = async ({ organisationName, ...person }: typeof empty) => {
    const { email, password } = person
    const body = { token, ...person, ...(organisationName.trim() ? { organisationName } : {}) }
    await call('POST /api/v1/first-run', { body })
    await askToSignIn('sign-in/email', { email, password })
    client.clear()
    await navigate({ to: '/welcome' as '/', replace: true })
  }
  return (
    <EntryForm form={form} act={act} confirm="Make me the first member">
      <TextInput
        label="Your company"
        placeholder="Default"
        description="Partners see this name."
        autoComplete="organization"
        autoFocus
        {...form.getInputProps('organisationName')}
      />
      <TextInput label="Your name" autoComplete="name" {...form.getInputProps('name')} />
      <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
      <NewPassword label="Password" {...form.getInputProps('password')} />
    </EntryForm>
  )
}

function Over() {
  return (
    <Outside title="This link does not work any more">
      <Empty
        title="The first member is there, or the link is old"
        icon={Terminal}
        action={
          <Button component={Link} to="/sign-in">
            Go to sign-in
          </Button>
        }
      >
        The server prints a new link at each start, until somebody has used one. Whoever is locked out asks the operator
        for <code>symbolon members invite</code>.
      </Empty>
    </Outside>
  )
}
