// Agent-Tasks as a live workspace had it in January 2026: every column by its type, the ten statuses, odd ones among them.

import { z } from 'zod'

type Call = (method: string, path: string, body?: object) => Promise<unknown>

/** What `Assigned-Agent` was: a relation to the agents, and a few days later a rollup. */
export type AssignedAs = 'relation' | 'rollup'

const NAMES: Record<string, readonly string[]> = {
  checkbox: [
    'Agent Auto-Assigned',
    'Archive',
    'Completion Ready 1',
    'Dependency Override',
    'Evidence Packet Ready',
    'Function Linked',
    'Is Executable',
    'MCP',
    'MCP Send Webhook',
    'MCP2',
    'Pre-Flight Passed',
    'Required Relations OK',
    'Scripts Linked',
    'Sync: Code Parity Verified',
    'Sync: Folders Mapped',
    'Sync: GitHub Linked',
    'Sync: Notion Code Updated',
    'User Approval Required',
  ],
  created_by: ['Created by'],
  created_time: ['Created time'],
  date: [
    'Approval Date',
    'Documentation Gap Audit Last Run',
    'Last Trigger Timestamp',
    'MCP End Time',
    'MCP Start Time',
    'Mode Detection Timestamp',
    'Target Date',
  ],
  last_edited_by: ['Last edited by'],
  last_edited_time: ['Last edited time'],
  multi_select: [
    'AI Actions Available',
    'Audit Scope',
    'Compliance Requirements',
    'Infrastructure Integration',
    'Monitoring & Observability',
    'Reliability Patterns',
    'Testing Coverage',
  ],
  number: [
    'Automation Percentage',
    'Dependency Chain Position',
    'MCP Duration',
    'MCP Progress Percentage',
    'MCP Retry Count',
    'MCP Step Counter',
    'MCP Total Steps',
    'Observability Score',
    'Revision Count',
    'Template Adoption Rate',
    'Test Coverage Percentage',
  ],
  people: ['Approved By', 'Assignee', 'Owner'],
  relation: [
    'Agent-Function',
    'Assigned Role',
    'Clients',
    'Dependent Tasks',
    'Execution-Logs',
    'GitHub Pull Requests',
    'Inbox',
    'Issues+Questions',
    'Issues+Questions 1',
    'Item-Type',
    'Notion-AI-Research-Analysis-Docs',
    'Parent item',
    'Prerequisite Tasks',
    'Projects',
    'Prompts',
    'Related Chats',
    'Roles',
    'Source Database',
    'Source Folder',
    'Sub-item',
    'Target Database',
    'Target Folder',
    'User-Functions',
    'Validation Reviews',
    'folders',
    'item-type',
    'scripting-documentation',
    'scripts',
    'system-documentation',
    'workspace-databases',
    'workspace-documentation',
    '🤖 Agent-Projects',
  ],
  rich_text: [
    'Agent Handoff File Links',
    'Agent Trigger File Links',
    'Agent-Functions',
    'Agent_Status_Cache',
    'Agent_UUID_Cache',
    'Approval Notes',
    'Artifacts',
    'Blocking Reason',
    'Constraints',
    'Coordination Points',
    'Decision Log',
    'Decision Log (JSONL)',
    'Description',
    'Documentation Gap Audit Run ID',
    'Dry Run Plan',
    'Execution Log',
    'Execution Log (JSONL)',
    'Execution-Result',
    'Failure Rate Target',
    'Functions',
    'Human Actions Required',
    'Impact Assessment',
    'Integration Points',
    'Last Checkpoint Summary',
    'Log Summary',
    'MCP Context Changes',
    'MCP Current Action',
    'MCP Decision Log',
    'MCP Error Details',
    'MCP Execution Log',
    'MCP Intermediate Results',
    'MCP Last Checkpoint',
    'MCP Next Actions',
    'MCP Output Artifacts',
    'MCP Payload',
    'MCP Performance Metrics',
    'MCP Resource Usage',
    'MCP Session ID',
    'MCP User Interactions',
    'MCP Validation Results',
    'Mitigation Strategy',
    'Module Components',
    'Next Required Step',
    'Objective',
    'Orchesration-Prompt-AI',
    'Overall Objective',
    'Performance Targets',
    'Pre-Execution Checklist',
    'Recovery Time Objective',
    'Research Mode Source',
    'Resource Requirements',
    'Resume From Here',
    'Risk Assessment Summary',
    'Rollback Plan',
    'Steps',
    'Success Criteria',
    'Success Metrics',
    'Task Instructions',
    'Trigger Payload JSON',
    'Type',
    'Verification Checklist',
    'Workflows',
    '_last_synced_iso',
  ],
  select: [
    'Approval Mode',
    'Audit Trail Completeness',
    'Baseline Assessment Status',
    'Blueprint Mapping Status',
    'Capability Level',
    'Category',
    'Configuration Drift Status',
    'Correlation ID Implementation',
    'Credential Rotation Status',
    'Cursor Pre-flight',
    'Dashboard Implementation',
    'Deliverable Type',
    'Docs Status',
    'Documentation Gap Audit Status',
    'Environment Consistency',
    'Escalation Policy Status',
    'Execution Authorization',
    'Execution Model',
    'Framework Module',
    'IaC Compatibility Level',
    'Implementation Phase',
    'Integration Blueprint Status',
    'Language',
    'Lifecycle',
    'Methodology Enforcement',
    'Module Unification Status',
    'Multi-Agent Observability',
    'Pipeline Validation Level',
    'Research Mode Detected',
    'Review Outcome',
    'Risk Level',
    'Schema Validation Level',
    'Script Standardization Status',
    'Standardization Level',
    'Traceability Implementation',
    'Trigger Delivery Status',
  ],
  url: ['Agent Handoff Folder Path', 'Agent Trigger Folder Path'],
}
const STATUSES = [
  ['To-do', 'Draft', 'Planning', 'Ready'],
  ['In progress', 'Ready To Publish', 'In Progress', 'Review', 'Blocked'],
  ['Complete', 'Completed', 'Failed', 'Archived'],
] as const
const options = (...names: string[]) => ({ options: names.map(name => ({ name })) })
const Made = z.object({ id: z.string(), data_sources: z.array(z.object({ id: z.string() })).min(1) })
const Page = z.object({ id: z.string() })

export interface LiveTasks {
  database: string
  source: string
  /** The page of an agent, for rows. */
  assigned(agent: string): object
  columns: number
}

/** @param agents names, each of which gets a page */
export async function makeLiveTasks(call: Call, assignedAs: AssignedAs, agents: readonly string[]): Promise<LiveTasks> {
  const make = async (title: string, properties: object) => {
    const made = Made.parse(
      await call('POST', 'databases', {
        parent: { type: 'workspace', workspace: true },
        title: [{ text: { content: title } }],
        initial_data_source: { properties },
      }),
    )
    return { database: made.id, source: made.data_sources[0]?.id ?? '' }
  }
  const people = await make('Agents', { Name: { title: {} } })
  const pages = new Map<string, string>()
  for (const agent of agents) {
    const parent = { type: 'data_source_id', data_source_id: people.source }
    const page = await call('POST', 'pages', {
      parent,
      properties: { Name: { title: [{ text: { content: agent } }] } },
    })
    pages.set(agent, Page.parse(page).id)
  }
  const { database, source } = await make('Agent-Tasks', plainColumns())
  const others = NAMES.relation?.filter(name => name !== 'Assigned Role') ?? []
  const itself = { relation: { data_source_id: source, single_property: {} } }
  const toAgents = { relation: { data_source_id: people.source, single_property: {} } }
  const relation = assignedAs === 'relation' ? 'Assigned-Agent' : 'Assigned Role'
  await call('PATCH', `data_sources/${source}`, {
    properties: { ...Object.fromEntries(others.map(name => [name, itself])), [relation]: toAgents },
  })
  if (assignedAs === 'rollup')
    await call('PATCH', `data_sources/${source}`, {
      properties: {
        'Assigned-Agent': {
          rollup: { relation_property_name: relation, rollup_property_name: 'Name', function: 'show_original' },
        },
      },
    })
  const { properties } = z
    .object({ properties: z.record(z.string(), z.unknown()) })
    .parse(await call('GET', `data_sources/${source}`))
  return {
    database,
    source,
    assigned: agent => ({ [relation]: { relation: [{ id: pages.get(agent) }] } }),
    columns: Object.keys(properties).length,
  }
}

function plainColumns(): object {
  const plain = Object.entries(NAMES)
    .filter(([type]) => type !== 'relation')
    .flatMap(([type, names]) => names.map(name => [name, { [type]: {} }]))
  return {
    ...Object.fromEntries(plain),
    'Task Name': { title: {} },
    Status: { status: { options: STATUSES.flatMap(([group, ...names]) => names.map(name => ({ name, group }))) } },
    Priority: { select: options('Critical', 'High', 'Medium', 'Low') },
    'Task Type': { select: options('Code Implementation', 'Agent Handoff Task', 'Validation', 'Review Task') },
    'Dependency Status': { select: options('Blocked', 'Ready') },
    'Handoff Status': { status: options('Received by Agent', 'Handoff Delivered') },
    'Approval Status': { status: {} },
    Agent_Priority_Score: { formula: { expression: '1 + 1' } },
    Composite_Ready_Status: { formula: { expression: '"Ready"' } },
    Days_Since_Created: { formula: { expression: '3' } },
  }
}
