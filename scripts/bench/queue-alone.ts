// Fills a queue and drains it, in a process of its own for the sake of its memory.

import { jobOf, openNew, work } from './queue.ts'

const QUEUED = 10_000

using opened = await openNew()
await opened.queue.enqueue(Array.from({ length: QUEUED }, (_, n) => jobOf(n)))
await Promise.all(Array.from({ length: 8 }, () => work(opened.queue)))
