const marks = 'script[src*="/affiliate.js"],script[data-publishable-key]'
const running = document.currentScript as HTMLScriptElement | null

function findTag(): HTMLScriptElement | null {
  if (running?.matches(marks)) return running
  const all = document.querySelectorAll<HTMLScriptElement>(marks)
  return all[all.length - 1] || running
}

/** The element that brought this script; where a loader ran it as text, the one that carries its settings. */
const tag = findTag()

/** A `data-` attribute of the script's element, or ''. */
export const setting = (name: string): string => tag?.getAttribute(`data-${name}`) || ''

export const apiHost = (): string => setting('api-host').replace(/\/+$/, '') || new URL(tag?.src || '').origin

/** The visitor's browser asks not to be followed, and the page says that this counts. */
export const mustNotFollow = (): boolean =>
  !!tag?.hasAttribute('data-respect-gpc') &&
  setting('respect-gpc') !== 'false' &&
  !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl
