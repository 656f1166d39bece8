import { SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'

export type Names = { firstName: string; lastName: string }

export const noNames: Names = { firstName: '', lastName: '' }

const longest = 255

export function NameFields<T extends Names>({ form }: { form: UseFormReturnType<T> }) {
  const { t } = useTranslation('onboarding')
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <TextInput
        label={t('firstName')}
        autoComplete="given-name"
        maxLength={longest}
        data-autofocus
        {...form.getInputProps('firstName')}
      />
      <TextInput
        label={t('lastName')}
        autoComplete="family-name"
        maxLength={longest}
        {...form.getInputProps('lastName')}
      />
    </SimpleGrid>
  )
}
