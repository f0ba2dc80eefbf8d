const paths = {
  add: 'M12 5v14M5 12h14',
  alerts: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 22h4',
  accounts:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.6a6.5 6.5 0 0 1 3.5 5.4',
  audit: 'M7 3h8l4 4v14H7zM14 3v5h5M10 13h6M10 17h6',
  back: 'M15 5l-7 7 7 7',
  backups: 'M4 4h16v5H4zM5.5 9v11h13V9M12 12v5M9.500 14.700L12 17l2.500-2.300',
  browser: 'M3 5h18v14H3zM3 9h18M6 7h.600M8.500 7h.600',
  calendar: 'M4 6h16v15H4zM4 10h16M8 3v5M16 3v5',
  choose: 'M8 10l4-4 4 4M8 14l4 4 4-4',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5',
  email: 'M3 5h18v14H3zM3 6.500l9 7 9-7',
  filter: 'M4 5h16l-6 7.500V19l-4 1.500v-8z',
  forward: 'M9 5l7 7-7 7',
  history: 'M4 12a8 8 0 1 0 2.7-6M4 4v4.500h4.500M12 8v4.500l3 2',
  import: 'M12 15V4M7 8l5-5 5 5M4 15v5h16v-5',
  ledger:
    'M4 6c0-1.700 3.600-3 8-3s8 1.300 8 3v12c0 1.700-3.600 3-8 3s-8-1.300-8-3zM4 6c0 1.700 3.600 3 8 3s8-1.300 8-3M4 12c0 1.700 3.600 3 8 3s8-1.300 8-3',
  light:
    'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.400M17.6 17.600L19 19M19 5l-1.4 1.400M6.4 17.600L5 19',
  link: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  meter: 'M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18M12 13l4-4M7 13a5 5 0 0 1 5-5',
  more: 'M4.7 12h.600M11.700 12h.600M18.700 12h.600M4.7 11.700h.600v.600h-.600zM11.700 11.700h.600v.600h-.600zM18.700 11.700h.600v.600h-.600z',
  offline:
    'M3 3l18 18M9 5.500A13 13 0 0 1 21.5 9M2.5 9a13 13 0 0 1 3-2M6 13a8.5 8.5 0 0 1 5-2M16 12a8.5 8.5 0 0 1 2 1.200M9.5 16.500a3.6 3.6 0 0 1 5 0M12 20h.01',
  overview: 'M4 20V11M10 20V4M16 20v-7M21 20H3',
  readings: 'M4 6h16M4 12h16M4 18h16',
  refresh: 'M20 12a8 8 0 1 1-2.3-5.600M20 3v4.500h-4.5',
  rehearse: 'M7 4.500l12 7.500-12 7.500z',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.500L20 20',
  send: 'M20.5 4L3.5 11l6.5 3 3 6.500zM20.5 4L10 14',
  settings: 'M4 7h9M17 7h3M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4M4 17h3M11 17h9M9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  sheet: 'M4 4h16v16H4zM4 9.300h16M4 14.600h16M10 4v16',
  signOut: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  sites: 'M4 11l8-7 8 7M6 9.500V20h12V9.500M10 20v-6h4v6',
  status: 'M3 12h4l3-8 4 16 3-8h4',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2.500v1.500M12 20v1.500M2.5 12H4M20 12h1.500M5.3 5.300l1 1M17.7 17.700l1 1M18.7 5.300l-1 1M6.3 17.700l-1 1',
  utility: 'M13 2L5 13.500h6L10 22l9-12h-6.500z',
  waiting: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.500l3.5 2',
  warning: 'M12 4L2.5 20h19zM12 10v4.500M12 17.300h.01',
  withdraw: 'M4 7h16M9 7V4h6v3M6 7l1 13.500h10L18 7M10 11v6M14 11v6',
} as const

export type IconName = keyof typeof paths

/** A line drawing in the colour of the text; it says nothing to screen readers. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      focusable={false}
    >
      <path d={paths[name]} />
    </svg>
  )
}
