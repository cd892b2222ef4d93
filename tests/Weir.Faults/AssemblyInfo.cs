// Every one of these tests loads the machine or measures: one at a time.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
