/** The smallest file in the format of MaxMind: IPv4 addresses below 128.0.0.0 are in one country, and nothing else is known. */
export function countryFile(country: string): Buffer {
  const nodes = 1
  const data = map({ country: map({ iso_code: text(country) }) })
  // Below the number of nodes a record leads to another node, at it to nothing, above it into the data.
  const tree = Buffer.concat([record(nodes + 16), record(nodes)])
  const marker = Buffer.from('\u00AB\u00CD\u00EFMaxMind.com', 'latin1')
  const metadata = map({
    node_count: whole(nodes),
    record_size: whole(24),
    ip_version: whole(4),
    database_type: text('Test-Country'),
    languages: Buffer.from([0x00, 0x04]),
    binary_format_major_version: whole(2),
    binary_format_minor_version: whole(0),
    build_epoch: whole(0),
    description: map({}),
  })
  return Buffer.concat([tree, Buffer.alloc(16), data, marker, metadata])
}

const record = (value: number) => Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff])
const text = (value: string) => Buffer.concat([Buffer.from([0x40 | value.length]), Buffer.from(value)])
/** Two bytes, unsigned. */
const whole = (value: number) => Buffer.from([0xa2, value >> 8, value & 0xff])
const map = (entries: Record<string, Buffer>): Buffer =>
  Buffer.concat([
    Buffer.from([0xe0 | Object.keys(entries).length]),
    ...Object.entries(entries).flatMap(([key, value]) => [text(key), value]),
  ])
