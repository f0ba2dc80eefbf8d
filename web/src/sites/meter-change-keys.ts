/** What a meter change makes old: the totals and the doubts of readings too. */
export const outdatedByMeterChange = ['meter-changes', 'readings', 'readings-list', 'records', 'audit']
