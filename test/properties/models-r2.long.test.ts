import { isOfCsv, isOfFailover, testLongScopes } from './long-scopes.ts';

testLongScopes((suite) => !isOfFailover(suite) && !isOfCsv(suite));
