export const firstRun = {
  title: 'Set up',
  intro: 'Four short steps. Each can be left out and done later.',
  step: (number: number, of: number) => `Step ${number} of ${of}`,
  goOn: 'Go on',
  later: 'Later',
  next: 'Save and go on',
  finish: 'To the overview',
  site: {
    title: 'Your place',
    hint: 'Days and months are counted in its time zone. The digits of the meter tell a rollover from a mistake.',
    name: 'Name',
    timeZone: 'Time zone',
    digits: 'Whole digits that the meter shows',
    digitsHint: 'Without those behind the decimal sign; most show 5 or 6.',
    badDigits: 'A whole number from 1 to 12.',
  },
  reading: {
    title: 'The first reading',
    hint: 'What does the meter show now? Whatever else there is can be imported later.',
  },
  sheet: {
    title: 'Google Sheet',
    hint: 'All readings can stand in a spreadsheet of yours, and what you change there counts here.',
  },
  utility: {
    title: 'Your utility',
    hint: 'How does your utility take readings? Choose it and set it up now, or do it later under Utility. Until then nothing is sent to anybody.',
  },
}
