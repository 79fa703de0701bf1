export { icon, mark, state } from '../../lib/mark.ts'
