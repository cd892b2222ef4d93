// Classes run side by side; those in the collection Alone measure time or machine load and run by themselves.
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]
