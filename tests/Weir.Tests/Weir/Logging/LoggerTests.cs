// Holds the event log to its format, and to losing nothing without saying so.
using System.Text.Json;
using Shouldly;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Logging;

public sealed class LoggerTests : IDisposable
{
    private readonly LogPump _pump = new();
    private readonly MemoryStream _written = new();
    private readonly ManualTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-log").FullName;

    public void Dispose()
    {
        _pump.Dispose();
        _written.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_line_starts_with_timestamp_level_and_event_and_goes_on_with_the_fields()
    {
        Logger logger = NewLogger();
        logger.Write(
            LogLevel.Info,
            LogNames.Listening,
            ("web", 9000),
            static (writer, state) =>
            {
                writer.WriteString("listener", state.Item1);
                writer.WriteNumber("port", state.Item2);
            }
        );
        _pump.ServeAll();
        JsonElement line = LogLines.Parse(_written).ShouldHaveSingleItem();
        line.GetRawText()
            .ShouldBe(
                """{"timestamp":"2026-11-23T13:37:57.123Z","level":"info","event":"listening","listener":"web","port":9000}"""
            );
    }

    [Fact]
    public void Events_below_the_level_are_not_written_until_the_level_is_lowered()
    {
        Logger logger = NewLogger();
        logger.IsEnabled(LogLevel.Debug).ShouldBeFalse();
        logger.Write(LogLevel.Debug, "hidden");
        logger.SetLevel(LogLevel.Debug);
        logger.Write(LogLevel.Debug, "shown");
        _pump.ServeAll();
        LogLines.Parse(_written).ShouldHaveSingleItem().Text("event").ShouldBe("shown");
    }

    [Fact]
    public void Equal_errors_within_a_second_become_one_more_line_with_their_count()
    {
        Logger logger = NewLogger();
        for (int i = 0; i < 10; i++)
        {
            logger.Error("accept", "too many open files");
            _time.Advance(1);
        }

        logger.Error("accept", "something else");
        int dueMs = _pump.ServeAll();
        dueMs.ShouldBe(ErrorCollapser.WindowMs);
        LogLines.Parse(_written).Length.ShouldBe(2);

        _time.Advance(ErrorCollapser.WindowMs);
        _pump.ServeAll();
        JsonElement[] lines = LogLines.Parse(_written);
        lines.Length.ShouldBe(3);
        lines[2].Text("message").ShouldBe("too many open files");
        lines[2].GetProperty("count").GetInt32().ShouldBe(9);
        lines[2].Text("timestamp").ShouldBe("2026-11-23T13:37:57.132Z");

        _time.Advance(ErrorCollapser.WindowMs);
        _pump.ServeAll().ShouldBe(Timeout.Infinite);
        logger.Error("accept", "too many open files");
        _pump.ServeAll();
        LogLines.Parse(_written).Length.ShouldBe(4);
    }

    [Fact]
    public void Equal_losses_within_a_second_become_one_more_line_with_their_sum()
    {
        Logger logger = NewLogger();
        logger.Lost("accessLog", "records were dropped", 5);
        logger.Lost("accessLog", "records were dropped", 5);
        logger.Lost("accessLog", "records were dropped", 7);
        _pump.ServeAll();
        _time.Advance(ErrorCollapser.WindowMs);
        _pump.ServeAll();
        JsonElement[] lines = LogLines.Parse(_written);
        lines
            .Select(line => line.EnumerateObject().Count(field => field.Name == "count"))
            .ShouldBe([1, 1]);
        lines.Select(line => line.GetProperty("count").GetInt32()).ShouldBe([5, 12]);
    }

    [Fact]
    public void A_flush_holds_no_collapsed_error_back()
    {
        Logger logger = NewLogger();
        _pump.Start();
        logger.Error("a", "b");
        logger.Error("a", "b");
        logger.Error("a", "b");
        logger.Flush(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        LogLines.Parse(_written)[^1].GetProperty("count").GetInt32().ShouldBe(2);
    }

    [Fact]
    public void What_does_not_fit_the_queue_is_dropped_and_told()
    {
        Logger logger = NewLogger(capacity: 4);
        for (int i = 0; i < 10; i++)
        {
            logger.Write(LogLevel.Info, "spam");
        }

        _pump.ServeAll();
        JsonElement[] lines = LogLines.Parse(_written);
        lines.Length.ShouldBe(5);
        lines[4].Text("event").ShouldBe("error");
        lines[4].GetProperty("count").GetInt32().ShouldBe(6);

        logger.Write(LogLevel.Info, "again");
        _pump.ServeAll();
        LogLines.Parse(_written)[^1].Text("event").ShouldBe("again");
    }

    [Fact]
    public void Lines_that_the_place_refuses_are_counted_and_told_once_it_works()
    {
        using var full = new FullDisk();
        using var logger = new Logger(_pump, LogOutput.ToStream(full), LogLevel.Info, time: _time);
        logger.Write(LogLevel.Info, "one");
        logger.Write(LogLevel.Info, "two");
        _pump.ServeAll();
        full.HasRoom = true;
        logger.Write(LogLevel.Info, "three");
        _pump.ServeAll();
        JsonElement[] lines = LogLines.Parse(full);
        lines.Length.ShouldBe(2);
        lines[0].Text("event").ShouldBe("three");
        lines[1].Text("message").ShouldContain("No space left");
        lines[1].GetProperty("count").GetInt32().ShouldBe(2);
    }

    [Fact]
    public void A_reopened_file_is_the_one_at_the_path()
    {
        string path = Path.Combine(_folder, "weir.log");
        using var logger = new Logger(_pump, LogOutput.ToFile(path), LogLevel.Info, time: _time);
        logger.Write(LogLevel.Info, "first");
        _pump.ServeAll();
        File.Move(path, path + ".1");
        logger.Write(LogLevel.Info, "second");
        _pump.ServeAll();
        _pump.Reopen();
        logger.Write(LogLevel.Info, "third");
        _pump.ServeAll();
        LogLines.ParseFile(path + ".1").Select(l => l.Text("event")).ShouldBe(["first", "second"]);
        LogLines.ParseFile(path).ShouldHaveSingleItem().Text("event").ShouldBe("third");
    }

    [Fact]
    public void A_file_truncated_in_place_goes_on_at_its_start()
    {
        string path = Path.Combine(_folder, "weir.log");
        using var logger = new Logger(_pump, LogOutput.ToFile(path), LogLevel.Info, time: _time);
        logger.Write(LogLevel.Info, "first");
        _pump.ServeAll();
        File.WriteAllText(path, "");
        logger.Write(LogLevel.Info, "second");
        _pump.ServeAll();
        LogLines.ParseFile(path).ShouldHaveSingleItem().Text("event").ShouldBe("second");
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_told_and_does_not_throw()
    {
        var config = new LoggingConfig
        {
            Mode = LogMode.File,
            FilePath = Path.Combine(_folder, "none", "weir.log"),
        };
        List<string> told = [];
        var drops = new LogDrops();
        using Logger logger = Logger.Open(_pump, config, drops, new LogHealth(told.Add));
        logger.Write(LogLevel.Info, "lost");
        logger.Write(LogLevel.Info, "lost");
        _pump.ServeAll();
        told.ShouldHaveSingleItem().ShouldContain("No such file or directory");
        drops.Events.ShouldBe(2, "while it cannot be written, too");
        _pump.ServeAll();
        drops.Events.ShouldBe(2);

        Directory.CreateDirectory(Path.Combine(_folder, "none"));
        logger.Write(LogLevel.Info, "found");
        _pump.ServeAll();
        told[^1].ShouldContain("again");
        drops.Events.ShouldBe(2);
        LogLines.ParseFile(config.FilePath)[^1].GetProperty("count").GetInt32().ShouldBe(2);
    }

    [Fact]
    public void No_line_is_lost_or_torn_between_many_threads()
    {
        const int threads = 4;
        const int each = 500;
        Logger logger = NewLogger();
        _pump.Start();
        Parallel.For(
            0,
            threads,
            thread =>
            {
                for (int i = 0; i < each; i++)
                {
                    logger.Write(
                        LogLevel.Info,
                        "n",
                        (thread * each) + i,
                        static (writer, n) => writer.WriteNumber("n", n)
                    );
                }
            }
        );
        logger.Flush(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        LogLines
            .Parse(_written)
            .Select(l => l.GetProperty("n").GetInt32())
            .Order()
            .ShouldBe(Enumerable.Range(0, threads * each));
    }

    private Logger NewLogger(int capacity = Logger.DefaultCapacity) =>
        new(_pump, LogOutput.ToStream(_written), LogLevel.Info, capacity, _time);

    private sealed class FullDisk : MemoryStream
    {
        public bool HasRoom { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!HasRoom)
            {
                throw new IOException("No space left on device");
            }

            base.Write(buffer);
        }
    }
}
