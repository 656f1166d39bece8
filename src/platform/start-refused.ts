/** An expected reason not to start, told in one sentence; the process ends with exit code 1. */
export class StartRefused extends Error {
  override name = 'StartRefused'
}
