// Reads whole files within a time: a pipe that nobody writes to and a network file system that does not answer must hold up neither a start,
// nor a reload, nor a command. Used from any thread.
using System.Globalization;
using Weir.Configuration;
using Weir.Linux;

namespace Weir.Reload;

/// <summary>Each reading has a thread of its own, which is left behind when the kernel does not give it back.</summary>
internal static class FileReader
{
    /// <summary>Threads that may be left behind at one time; while so many hang no more are started.</summary>
    private const int MostHanging = 4;

    private const int PieceBytes = 16 * 1024;

    private static readonly TimeSpan s_margin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_deadline = TimeSpan.FromMilliseconds(Limits.FileReadMs);

    private static int s_hanging;

    /// <summary>All of the file, or why not. Takes the deadline at most; null: <see cref="Limits.FileReadMs"/>.</summary>
    public static FileContent Read(
        string path,
        TimeSpan? deadline = null,
        bool isRegularOnly = false
    )
    {
        TimeSpan limit = deadline ?? s_deadline;
        var done = new TaskCompletionSource<FileContent>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        if (Volatile.Read(ref s_hanging) >= MostHanging)
        {
            return Failed(
                InputFault.TooSlow,
                "earlier readings hang still: is its file system there?"
            );
        }

        var thread = new Thread(() => done.SetResult(ReadNow(path, limit, isRegularOnly)))
        {
            Name = "weir-read",
            IsBackground = true,
        };
        thread.Start();
        // What keeps to the deadline by itself says so a little later.
        if (done.Task.Wait(limit + s_margin))
        {
            return done.Task.Result;
        }

        Interlocked.Increment(ref s_hanging);
        _ = done.Task.ContinueWith(
            static _ => Interlocked.Decrement(ref s_hanging),
            TaskScheduler.Default
        );
        return TooSlow(limit);
    }

    private static FileContent ReadNow(string path, TimeSpan limit, bool isRegularOnly)
    {
        using InputFile? file = InputFile.Open(path, out InputFault fault, out string problem);
        if (file is null)
        {
            return Failed(fault, problem);
        }

        if (isRegularOnly && !file.IsSeekable)
        {
            return Failed(InputFault.Other, "it is no regular file any more");
        }

        long startMs = Environment.TickCount64;
        using var content = new MemoryStream();
        byte[] piece = new byte[PieceBytes];
        while (true)
        {
            long leftMs = (long)limit.TotalMilliseconds - (Environment.TickCount64 - startMs);
            int read = file.Read(piece, (int)long.Max(0, leftMs), out fault, out problem);
            if (read < 0)
            {
                return fault == InputFault.TooSlow ? TooSlow(limit) : Failed(fault, problem);
            }

            if (read == 0)
            {
                return new FileContent(content.ToArray(), file.IsSeekable, InputFault.None, "");
            }

            content.Write(piece, 0, read);
            if (content.Length > Limits.MaxConfigBytes)
            {
                return Failed(
                    InputFault.TooLarge,
                    $"it has more than {Limits.MaxConfigBytes >> 20} MiB"
                );
            }
        }
    }

    private static FileContent TooSlow(TimeSpan limit) =>
        Failed(
            InputFault.TooSlow,
            string.Create(
                CultureInfo.InvariantCulture,
                $"it was not read within {limit.TotalSeconds:0.##} s (a pipe that nobody writes to, or a file system that does not answer)"
            )
        );

    private static FileContent Failed(InputFault fault, string problem) =>
        new([], false, fault, problem);
}
