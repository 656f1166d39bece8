export { pages } from './en.ts'
