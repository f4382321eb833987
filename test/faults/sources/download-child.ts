// A process that downloads and says how far it is, to be killed. Arguments: link, folder, host that may be reached.

import { fetchDirect } from '../../../src/sources/direct.ts'
import { createEgress } from '../../../src/sources/egress.ts'

const [link = '', dir = '', host = ''] = process.argv.slice(2)
await fetchDirect(
  { egress: createEgress({ allowPrivateHosts: [host] }), maxBytes: 100_000_000, downloadTimeoutMs: 60_000 },
  link,
  { dir, signal: new AbortController().signal, onProgress: done => void process.stdout.write(`${done}\n`) },
)
