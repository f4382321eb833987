// The webhook listener over a new store, in a process of its own: says its address and serves until its input ends.

import { silentLog } from '../../src/log.ts'
import { openQueue } from '../../src/queue/queue.ts'
import { openStore } from '../../src/store/database.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { openWebhookEvents } from '../../src/store/webhook-events.ts'
import { openKeys } from '../../src/web/handshake.ts'
import { serveWebhooks } from '../../src/web/open-web.ts'
import { newFolder } from './measure.ts'

const dir = await newFolder()
const store = openStore(dir, false)
const listener = await serveWebhooks(
  { port: 0 },
  {
    queue: openQueue({ store, ledger: openLedger(store.database), now: Date.now }),
    token: 'bench-token',
    events: openWebhookEvents(store, Date.now),
    keys: openKeys(dir, ['bench-key'], Date.now),
    known: { isPlace: id => id === 'place', isPage: () => false },
    log: silentLog,
    metrics: { answered() {}, event() {} },
    now: Date.now,
    onJobs() {},
    onWake() {},
    onKey() {},
  },
)
process.stdout.write(`${listener.url}\n`)
process.stdin.on('end', async () => {
  await listener[Symbol.asyncDispose]()
  const count = (table: string) => Number(store.database.prepare(`select count(*) as n from ${table}`).get()?.n)
  const peakKb = process.resourceUsage().maxRSS
  process.stdout.write(`${JSON.stringify({ jobs: count('job'), events: count('webhook_event'), peakKb })}\n`)
  store[Symbol.dispose]()
})
process.stdin.resume()
