import { Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useMemo } from 'react'
import { countries } from '#/kernel/country.ts'
import { languages } from '../language/language.ts'
import { useWords } from '../parts/words.ts'
import type { Values } from './values.ts'

/** The party that a statement names. */
export function Company({ form }: { form: UseFormReturnType<Values> }) {
  const { t } = useWords()
  const optional = (label: string) => `${label} (${t('common.optional')})`
  const places = useCountries()
  return (
    <Stack gap="sm">
      <TextInput
        label={t('billing.legalName')}
        required
        autoComplete="organization"
        {...form.getInputProps('legalName')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label={optional(t('billing.taxId'))} {...form.getInputProps('taxId')} />
        <TextInput label={optional(t('billing.email'))} type="email" {...form.getInputProps('email')} />
      </SimpleGrid>
      <TextInput label={t('billing.line1')} required autoComplete="address-line1" {...form.getInputProps('line1')} />
      <TextInput label={optional(t('billing.line2'))} autoComplete="address-line2" {...form.getInputProps('line2')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={optional(t('billing.postalCode'))}
          autoComplete="postal-code"
          {...form.getInputProps('postalCode')}
        />
        <TextInput label={t('billing.city')} required autoComplete="address-level2" {...form.getInputProps('city')} />
        <TextInput
          label={optional(t('billing.state'))}
          autoComplete="address-level1"
          {...form.getInputProps('state')}
        />
        <Select label={t('billing.country')} required searchable data={places} {...form.getInputProps('country')} />
      </SimpleGrid>
      <StatementLanguage form={form} />
    </Stack>
  )
}

function StatementLanguage({ form }: { form: UseFormReturnType<Values> }) {
  const { t, language } = useWords()
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const kept = form.values.locale
  const own = Object.keys(languages)
  const tags = own.includes(kept) || !kept ? own : [kept, ...own]
  return (
    <Select
      label={`${t('billing.language')} (${t('common.optional')})`}
      data={tags.map((tag) => ({ value: tag, label: names.of(tag) ?? tag }))}
      clearable
      {...form.getInputProps('locale')}
      value={kept || null}
      onChange={(tag) => form.setFieldValue('locale', tag ?? '')}
    />
  )
}

/** Every country by its name in the visitor's language. */
function useCountries() {
  const { language } = useWords()
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    const all = [...countries, 'XK'].map((code) => ({ value: code, label: names.of(code) ?? code }))
    return all.toSorted((a, b) => a.label.localeCompare(b.label, language))
  }, [language])
}
