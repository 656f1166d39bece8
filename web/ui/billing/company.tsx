import { Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useMemo } from 'react'
import { countries } from '#/kernel/country.ts'
import type { Values } from './values.ts'
import type { BillingWords } from './words.ts'

type Props = { form: UseFormReturnType<Values>; words: BillingWords; language: string | undefined }

/** The party that a statement names. */
export function Company({ form, words, language }: Props) {
  const { optional } = words
  const places = useCountries(language)
  return (
    <Stack gap="sm">
      <TextInput label={words.legalName} required autoComplete="organization" {...form.getInputProps('legalName')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label={optional(words.taxId)} {...form.getInputProps('taxId')} />
        <TextInput label={optional(words.email)} type="email" {...form.getInputProps('email')} />
      </SimpleGrid>
      <TextInput label={words.line1} required autoComplete="address-line1" {...form.getInputProps('line1')} />
      <TextInput label={optional(words.line2)} autoComplete="address-line2" {...form.getInputProps('line2')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={optional(words.postalCode)}
          autoComplete="postal-code"
          {...form.getInputProps('postalCode')}
        />
        <TextInput label={words.city} required autoComplete="address-level2" {...form.getInputProps('city')} />
        <TextInput label={optional(words.state)} autoComplete="address-level1" {...form.getInputProps('state')} />
        <Select label={words.country} required searchable data={places} {...form.getInputProps('country')} />
      </SimpleGrid>
      <StatementLanguage form={form} words={words} language={language} />
    </Stack>
  )
}

/** Those that statements are written in. */
const own = ['en', 'de', 'fr', 'nl', 'es']

function StatementLanguage({ form, words, language }: Props) {
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const kept = form.values.locale
  const tags = own.includes(kept) || !kept ? own : [kept, ...own]
  return (
    <Select
      label={words.optional(words.language)}
      data={tags.map((tag) => ({ value: tag, label: names.of(tag) ?? tag }))}
      clearable
      {...form.getInputProps('locale')}
      value={kept || null}
      onChange={(tag) => form.setFieldValue('locale', tag ?? '')}
    />
  )
}

/** Every country by its name in the reader's language. */
function useCountries(language: string | undefined) {
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    const all = [...countries, 'XK'].map((code) => ({ value: code, label: names.of(code) ?? code }))
    return all.toSorted((a, b) => a.label.localeCompare(b.label, language))
  }, [language])
}
