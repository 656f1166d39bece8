export const languages = ['en', 'de', 'fr', 'nl', 'es'] as const
export type Language = (typeof languages)[number]
