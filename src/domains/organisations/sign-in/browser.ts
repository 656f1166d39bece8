const browsers: [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

const named = (all: [RegExp, string][], agent: string) => all.find(([mark]) => mark.test(agent))?.[1]

/** What a `User-Agent` says, in words that a person knows again: "Firefox on Windows". */
export function browserInWords(agent: string | null): string {
  const [browser, system] = [named(browsers, agent ?? ''), named(systems, agent ?? '')]
  if (!browser) return system ? `A browser on ${system}` : 'Another program'
  return system ? `${browser} on ${system}` : browser
}
