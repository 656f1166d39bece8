/** What a field of these forms must hold before the server is asked. */
export const isAddress = (value: string) => (/^\S+@\S+\.\S+$/.test(value) ? null : 'Type an e-mail address.')
export const isPassword = (value: string) => (value.length >= 10 ? null : 'Use at least 10 characters.')
export const isCode = (value: string) => (/^\d{8}$/.test(value.trim()) ? null : 'Type the eight digits of the code.')
export const isName = (value: string) => (value.trim() ? null : 'Type your name.')
