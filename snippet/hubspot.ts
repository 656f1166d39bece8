import { clickId } from './clicks.ts'
import { track } from './track.ts'

type FormApi = { getFormFieldValues?(): Promise<unknown> }
type FormsApi = { getFormFromEvent?(event: Event): FormApi | undefined }

const emailName = /(^|\/)email$/i
/** What the API takes: with another address the report would be refused, and without one it counts. */
const emailShape = /^(?!\.|.*\.\.|.{321})[\w'+.-]*[\w+-]@([a-z\d][a-z\d-]*\.)+[a-z]{2,}$/i
const hubSpotOrigin = /^https:\/\/([\w-]+\.)*(hubspot|hsforms)\.(com|net)$/

const mostParts = 500

/** The forms of HubSpot hand their values over as lists of names and values, or as objects, at several depths. */
function emailIn(values: unknown): string {
  const parts = [values]
  for (let at = 0; at < parts.length && at < mostParts; at++) {
    const part = parts[at]
    if (!part || typeof part !== 'object') continue
    const { name, value } = part as { name?: unknown; value?: unknown }
    for (const [key, inner] of [[String(name), value], ...Object.entries(part)] as [string, unknown][]) {
      const email = emailName.test(key) ? String(inner).trim() : ''
      if (emailShape.test(email)) return email
      parts.push(inner)
    }
  }
  return ''
}

const told: { [submission: string]: boolean } = {}

/** One submission may be told of by several events. */
async function trackOnce(email: string): Promise<void> {
  const submission = `${clickId()} ${email}`
  if (told[submission]) return
  told[submission] = true
  told[submission] = (await track({ email })).status !== 'ignored'
}

let typed = ''

/** Any frame can send a message: only the page's own and HubSpot's are heard, and only an e-mail is taken from them. */
function hearClassic({ data, origin }: MessageEvent): void {
  if (!data || data.type !== 'hsFormCallback') return
  if (origin && origin !== location.origin && !hubSpotOrigin.test(origin)) return
  if (data.eventName === 'onFormSubmit') typed = emailIn(data.data)
  if (data.eventName === 'onFormSubmitted') void trackOnce(emailIn(data.data) || typed)
}

async function hearV4(event: Event): Promise<void> {
  let email = ''
  try {
    email = emailIn((event as CustomEvent).detail)
    const forms = window as { HubSpotFormsV4?: FormsApi; HubspotFormsV4?: FormsApi }
    const form = (forms.HubSpotFormsV4 || forms.HubspotFormsV4)?.getFormFromEvent?.(event)
    email = emailIn(await form?.getFormFieldValues?.()) || email
  } catch {}
  void trackOnce(email)
}

export function listenToHubSpot(): void {
  addEventListener('message', hearClassic)
  addEventListener('hs-form-event:on-submission:success', hearV4)
}
