// Two orchestrators with states of their own race for the rows of one workspace, whose reads lag. A process of its own:
//   node test/faults/two/races-child.ts SEED ROWS LAG_MS SETTLE FOLDER
// The last line it prints is a JSON document; the same seed does the same again.

import { installSeed, seededRandom } from '../soak/seed.ts'
import { installVirtualTime } from '../soak/virtual-time.ts'

const [seed = 1, rows = 50, lagMs = 10_000, settle = 2] = process.argv.slice(2, 6).map(Number)
const [dir = ''] = process.argv.slice(6)
const began = process.hrtime.bigint()
const time = await installVirtualTime(Date.parse('2027-03-01T00:00:00Z'))
installSeed(seed)

// the program and its packages take clock and chance when they are loaded
const { race } = await import('./race.ts')
const result = await time.until(
  race({ time, seeded: part => seededRandom(seed * 31 + part), rows, lagMs, settle, dir }),
)
const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000
console.log(JSON.stringify({ seed, seconds, ...result }))
process.exit(0)
