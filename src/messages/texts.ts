/** The texts of one message: a title and a body for each phase. Phases that it leaves out have one of ours. */
export type Texts = {
  title: string
  investigating: string
  identified: string | null
  monitoring: string | null
  resolved: string | null
}

/** What is said where a rule names no message, or its message no text for a phase. */
export const defaultTexts = {
  title: 'Problem with {{component.name}}',
  investigating: 'Something is not right with {{component.name}}. We are looking into it.',
  monitoring:
    '{{component.name}} works again. Because the problem has come back before, we are watching it before we call it solved.',
  resolved: '{{component.name}} works normally again. The problem lasted {{duration}}.',
} as const

export const textFor = (texts: Texts | null, phase: 'title' | 'investigating' | 'monitoring' | 'resolved'): string =>
  texts?.[phase] ?? defaultTexts[phase]
