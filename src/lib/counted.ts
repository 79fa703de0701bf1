const numbers = new Intl.NumberFormat('en-GB')

/** "1 alert", "1,204 alerts". */
export const counted = (number: number, noun: string, plural = `${noun}s`): string =>
  `${numbers.format(number)} ${number === 1 ? noun : plural}`
