// The units that tell systemd what to run. Source: systemd.service(5), systemd.timer(5), systemd.time(7).

import { type Calendar, calendarsOf } from '../model/calendar.ts'
import { type Job, NAME } from './scheduler.ts'

export interface Units {
  service: string
  /** Absent: the service runs always. */
  timer?: string
}

export function unitsOf(job: Job): Units {
  const { command, dir, path, when } = job
  const isLoop = when === 'always'
  const service = section({
    Unit: [
      'Description=Keeps a Notion workspace and a music library working',
      ...(isLoop ? ['StartLimitIntervalSec=0'] : []),
    ],
    Service: [
      `Type=${isLoop ? 'simple' : 'oneshot'}`,
      `WorkingDirectory=${percent(dir)}`,
      `Environment=${word(`PATH=${path}`)}`,
      // a program's own name may hold no quotes and such
      `ExecStart=/usr/bin/env ${command.map(argument).join(' ')}`,
      ...(isLoop ? ['Restart=on-failure', 'RestartSec=30', 'RestartPreventExitStatus=2 78'] : ['SuccessExitStatus=75']),
      'KillMode=mixed',
      'TimeoutStopSec=30',
    ],
    ...(isLoop ? { Install: ['WantedBy=default.target'] } : {}),
  })
  if (when === 'always') return { service }
  const timer = section({
    Unit: [`Description=When ${NAME} syncs music`],
    // what was missed while the machine was off is run once
    Timer: [...calendarsOf(when.cron).map(calendar => `OnCalendar=${spoken(calendar)}`), 'Persistent=true'],
    Install: ['WantedBy=timers.target'],
  })
  return { service, timer }
}

/** The program and its words, as a service of ours says them. */
export function readUnits({ service, timer }: Units): { command: string[]; when: string } {
  const [, line = ''] = /^ExecStart=(.*)$/m.exec(service) ?? []
  const command = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replaceAll('$$', '$').replaceAll('%%', '%').replace(/\\(.)/g, '$1'),
  )
  const times = [...(timer ?? '').matchAll(/^OnCalendar=(.*)$/gm)].map(([, time]) => time)
  return { command, when: timer === undefined ? 'always' : times.join(', ') }
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function spoken({ minutes, hours, days, months, weekdays }: Calendar): string {
  const list = (numbers: readonly number[] | undefined) => numbers?.map(two).join(',') ?? '*'
  const day = weekdays ? `${weekdays.map(number => DAYS[number]).join(',')} ` : ''
  return `${day}*-${list(months)}-${list(days)} ${list(hours)}:${list(minutes)}:00`
}

const two = (number: number) => String(number).padStart(2, '0')
const percent = (text: string) => text.replaceAll('%', '%%')
const word = (text: string) => `"${percent(text.replace(/["\\]/g, '\\$&'))}"`
/** In a command line a dollar sign stands for a variable. */
const argument = (text: string) => word(text).replaceAll('$', '$$$$')

const section = (sections: Record<string, readonly string[]>) =>
  `${Object.entries(sections)
    .map(([name, lines]) => [`[${name}]`, ...lines].join('\n'))
    .join('\n\n')}\n`
