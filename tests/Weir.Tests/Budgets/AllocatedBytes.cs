// Counts what an operation allocates on this thread once it is warm.
namespace Weir.Tests.Budgets;

internal static class AllocatedBytes
{
    private const int Rounds = 3;

    /// <summary>Of an operation that finds its surroundings as it left them.</summary>
    public static long Of(Action operation, int warmUp, int repetitions) =>
        Of(() => operation, warmUp, repetitions);

    /// <summary>Of an operation on something that is made anew for each round, so that every round is the same.</summary>
    // While other threads run, the runtime now and then counts the unused rest of a thread's allocation context, less than
    // 8 KiB, as allocated: an operation that does nothing shows it too (dotnet/runtime#74388). So a round that found something
    // is believed when one of two further rounds finds something as well.
    public static long Of(Func<Action> begin, int warmUp, int repetitions)
    {
        long[] rounds = new long[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            Action operation = begin();
            Repeat(operation, warmUp);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(operation, repetitions);
            rounds[round] = GC.GetAllocatedBytesForCurrentThread() - before;
            if (rounds[0] == 0)
            {
                return 0;
            }
        }

        Array.Sort(rounds);
        return rounds[Rounds / 2];
    }

    private static void Repeat(Action operation, int repetitions)
    {
        for (int i = 0; i < repetitions; i++)
        {
            operation();
        }
    }
}
