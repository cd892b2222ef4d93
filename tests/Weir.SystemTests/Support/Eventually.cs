// Waits for the outside world: polls a condition until it holds, and fails with what was being waited for when it never does.
using System.Diagnostics;

namespace Weir.SystemTests.Support;

/// <summary>The one place that lets time pass in a test.</summary>
public static class Eventually
{
    /// <summary>Long enough that only a hang reaches it, also on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>The same where thousands of requests have to go by one after the other: on a busy machine each takes as long as ten elsewhere.</summary>
    public static readonly TimeSpan ManyRequests = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public static Task Until(Func<bool> holds, string what) =>
        Until(() => Task.FromResult(holds()), what, Deadline);

    public static Task Until(Func<Task<bool>> holds, string what) => Until(holds, what, Deadline);

    public static async Task Until(Func<Task<bool>> holds, string what, TimeSpan deadline)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(start) > deadline)
            {
                throw new TimeoutException($"it never came to be that {what}");
            }

            await Task.Delay(s_pause);
        }
    }

    /// <summary>Ends with the task, or fails after the deadline.</summary>
    public static async Task<T> Within<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Deadline);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"waited in vain for {what}", e);
        }
    }

    /// <inheritdoc cref="Within{T}"/>
    public static async Task Within(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Deadline);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"waited in vain for {what}", e);
        }
    }

    /// <summary>Backends that must be slow on purpose, and load that must go on for a while, wait by this.</summary>
    public static Task Pass(TimeSpan time) => Task.Delay(time);
}
