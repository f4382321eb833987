// The webhook listener in a process of its own, to be killed: says its port and takes deliveries in.

import { armFailpoints } from '../../../src/failpoint.ts'
import { openWebPlace } from '../../support/web-place.ts'

const place = await openWebPlace({}, process.argv[2])
process.stdout.write(`${place.port}\n`)
armFailpoints(process.argv[3])
