import { createHash, hash, type Hash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'

/** What a table's data is recognised by. `rowSum` adds up the hashes of its rows, so it is the same in any order. */
export type Measure = { rows: number; bytes: number; sha256: string; rowSum: string }

/** Told while a table passes: how many rows so far, and whether that was all. */
export type Told = (rows: number, isDone: boolean) => void

const lineEnd = 10

/** Measures data in COPY's text format, where a row is a line: line ends inside of values are escaped. */
function newMeter(told: Told) {
  const whole = createHash('sha256')
  const sum = new Uint32Array(4)
  let [rows, bytes] = [0, 0]
  let begun: Hash | undefined
  const endRow = (rest: Buffer) => {
    const digest = begun ? begun.update(rest).digest() : hash('sha256', rest, 'buffer')
    begun = undefined
    rows += 1
    for (const lane of sum.keys()) sum[lane] = (sum[lane] ?? 0) + digest.readUInt32LE(lane * 4)
  }
  const take = (chunk: Buffer) => {
    whole.update(chunk)
    bytes += chunk.length
    let start = 0
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, start)) {
      endRow(chunk.subarray(start, end))
      start = end + 1
    }
    if (start < chunk.length) begun = (begun ?? createHash('sha256')).update(chunk.subarray(start))
    told(rows, false)
  }
  const finish = (): Measure => {
    told(rows, true)
    const rowSum = Array.from(sum, (lane) => lane.toString(16).padStart(8, '0')).join('')
    return { rows, bytes, sha256: whole.digest('hex'), rowSum }
  }
  return { take, finish }
}

export async function measure(source: Readable, told: Told): Promise<Measure> {
  const meter = newMeter(told)
  for await (const chunk of source) meter.take(chunk as Buffer)
  return meter.finish()
}

/** Hands data on and measures it; `finish` gives the measure once all of it has passed. */
export function measuringStream(told: Told): { stream: Transform; finish(): Measure } {
  const meter = newMeter(told)
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      meter.take(chunk)
      done(null, chunk)
    },
  })
  return { stream, finish: meter.finish }
}
