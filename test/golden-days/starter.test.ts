import { long } from '../support/long.ts';
import { testGoldenDay } from './golden-day.ts';

testGoldenDay(long, 'starter');
