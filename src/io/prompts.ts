/** All prompts, in one module that is loaded at the first question. */
export { confirm, input } from './inquirer.ts';
export { list } from './list-prompt.ts';
export { secret } from './secret-prompt.ts';
