import { hash } from 'node:crypto'

/** The version of a representation: equal text, equal version. */
export const versionOf = (text: string | Buffer): string => hash('sha1', text, 'base64url')
