import { Select, type SelectProps } from '@mantine/core'

const codes: string[] = Intl.supportedValuesOf('currency')

/** One of the world’s currencies by its code; some of its letters find it. */
export function CurrencySelect(props: Omit<SelectProps, 'data'>) {
  return (
    <Select
      data={codes}
      searchable
      allowDeselect={false}
      nothingFoundMessage="No currency has this code."
      limit={50}
      w={{ base: '100%', xs: 110 }}
      {...props}
    />
  )
}
