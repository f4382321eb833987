// A process that fetches one link of any kind, to be watched from outside. Arguments: link, folder, and the host, the
// folder of originals or the yt-dlp that goes with the link.

import { fetchDirect } from '../../../src/sources/direct.ts'
import { createEgress } from '../../../src/sources/egress.ts'
import { fetchFileLink } from '../../../src/sources/file-link.ts'
import { fetchWithYtdlp } from '../../../src/sources/ytdlp.ts'
import { openVersions } from '../../../src/sources/ytdlp-version.ts'

const [link = '', dir = '', other = ''] = process.argv.slice(2)
const options = { dir, signal: AbortSignal.timeout(30_000) }
const limits = { maxBytes: 100_000_000, maxSeconds: 600, downloadTimeoutMs: 30_000 }
const egress = createEgress({ allowPrivateHosts: [other] })

if (link.startsWith('file:')) await fetchFileLink({ ...limits, fileRoots: [other] }, link, options)
else if (link.startsWith('https:')) {
  const config = { ...limits, guard: egress.guard, ytdlp: { bin: other }, versions: openVersions() }
  await fetchWithYtdlp(config, link, options)
} else await fetchDirect({ ...limits, egress }, link, options)
