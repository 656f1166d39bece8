/** What the sale of a conversion is called among source events. Given to another partner, it is followed by one with a number behind a colon. */
export const saleOf = (conversionId: string): string => `conversion:${conversionId}`
