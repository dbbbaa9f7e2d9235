export { CONTEXTS, type ContextName, type Expression, partsOf } from './ast.ts';
export type { NodeContext, NodeValue, StepsView } from './context.ts';
export { evaluateExpression } from './evaluate.ts';
export { ExpressionFailure, isExpressionFailure } from './failure.ts';
export { FUNCTIONS } from './functions.ts';
export { parseExpression } from './parse.ts';
export { namesContext, onlyReference, type StepReference, stepReferences } from './references.ts';
export { stepsView } from './steps-view.ts';
export { evaluateTemplate, evaluateText, hasExpression, type Part, parseText } from './template.ts';
