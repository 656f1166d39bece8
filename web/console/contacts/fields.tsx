import { SimpleGrid, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import type { Person } from './person.ts'

export type Values = {
  email: string
  givenName: string
  familyName: string
  name: string
  jobTitle: string
  phone: string
}

export const useContactForm = (person?: Person) =>
  useForm<Values>({
    initialValues: {
      email: person?.email ?? '',
      givenName: person?.givenName ?? '',
      familyName: person?.familyName ?? '',
      name: person?.name ?? '',
      jobTitle: person?.jobTitle ?? '',
      phone: person?.phone ?? '',
    },
    validate: { email: (value) => (/^[^@]+@[^@]+$/.test(value.trim()) ? null : 'Write an e-mail address.') },
  })

/** What is known of a person. */
export function ContactFields({ form }: { form: UseFormReturnType<Values> }) {
  return (
    <>
      <TextInput
        label="E-mail"
        type="email"
        required
        description="Unique among your internal contacts."
        data-autofocus
        {...form.getInputProps('email')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="Given name" {...form.getInputProps('givenName')} />
        <TextInput label="Family name" {...form.getInputProps('familyName')} />
      </SimpleGrid>
      <TextInput
        label="Full name"
        description="Only where given and family name do not fit."
        {...form.getInputProps('name')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="Job title" {...form.getInputProps('jobTitle')} />
        <TextInput label="Phone" type="tel" {...form.getInputProps('phone')} />
      </SimpleGrid>
    </>
  )
}
