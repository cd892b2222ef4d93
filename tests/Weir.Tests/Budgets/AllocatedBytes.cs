// Counts what an operation allocates on this thread once it is warm.
namespace Weir.Tests.Budgets;

internal static class AllocatedBytes
{
    private const int Rounds = 3;

    // While other threads run, the runtime now and then counts the unused rest of a thread's allocation context, less than
    // 8 KiB, as allocated: an operation that does nothing shows it too (dotnet/runtime#74388). What an operation allocates
    // itself is there in every round, so the least of them is what it takes.
    public static long Of(Action operation, int repetitions = 1000)
    {
        Repeat(operation, repetitions); // the first calls initialize types and fill caches
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(operation, repetitions);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Repeat(Action operation, int repetitions)
    {
        for (int i = 0; i < repetitions; i++)
        {
            operation();
        }
    }
}
