import type { Job } from '../../../src/schedule/scheduler.ts'

/** Words that each format has its own way to escape. */
export const ODD = `/srv/DJ's "best" 100% $HOME & <music> \\ set`

export const jobIn = (dir: string, when: Job['when']): Job => ({
  command: [`${dir}/node_modules/.bin/node`, `${dir}/src/launch.js`, '--var', `${dir}/var`],
  dir,
  path: '/usr/local/bin:/usr/bin:/bin',
  output: `${dir}/logs/music_sync_cron.log`,
  when,
})
