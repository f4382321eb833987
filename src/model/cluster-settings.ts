// Settings for more than one machine. Without REDIS_URL there is one.

import { z } from 'zod'
import { flag, text, wholeNumber } from './setting-kinds.ts'

const REDIS_URL = z
  .url({ protocol: /^rediss?$/, error: 'expected a redis or rediss address such as redis://127.0.0.1:6379' })
  .optional()

export const CLUSTER_SETTINGS = {
  REDIS_URL: REDIS_URL.meta({
    description: 'The Redis that several machines share the work over; absent: this machine works alone',
    secret: true,
  }),
  CLUSTER_NAME: text()
    .regex(/^[A-Za-z0-9-]{1,40}$/, 'expected letters, digits and dashes')
    .default('orchestrator')
    .meta({ description: 'What machines of one cluster call it, where several share a Redis' }),
  CLUSTER_LEASE: wholeNumber(15, 2, 20).meta({
    description:
      'Seconds after which another machine takes the work of one that is not heard; the same on all machines',
  }),
  COORDINATOR_WORKS: flag(true).meta({
    description:
      'Whether this machine does audio work while it coordinates, or waits to; else it leaves that to others',
  }),
}
