// weir check: says everything that is wrong with a configuration at once.
using System.CommandLine;
using System.Text.Json;

namespace Weir.Commands;

/// <summary><c>weir check [FILE | -c FILE] [--strict] [--json]</c></summary>
internal static class CheckCommand
{
    public static Command Build()
    {
        Argument<string?> file = CommonOptions.File();
        Option<string?> config = CommonOptions.Config();
        var strict = new Option<bool>("--strict") { Description = "Fail on warnings too" };
        var command = new WeirCommand(
            "check",
            "Check a configuration and print every problem",
            """
            Problems come as FILE:LINE:COLUMN: error CODE: text. Ends with 0 when a `weir run` with this file would start, else with 1.

            Examples:
              weir check weir.json
              weir check --strict -o json
            """
        )
        {
            file,
            config,
            strict,
        };
        CommonOptions.CheckFile(command, file, config);
        ResultFormat format = ResultFormat.AddTo(command);
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            TextWriter error = parsed.InvocationConfiguration.Error;
            if (Load(parsed.GetValue(file) ?? parsed.GetValue(config), error) is not { } loaded)
            {
                return CommandLine.Failed;
            }

            bool isOk =
                loaded.Config is not null
                && !(parsed.GetValue(strict) && loaded.Result.Problems.Length > 0);
            if (format.IsJson(parsed))
            {
                PrintJson(loaded, isOk, output);
            }
            else
            {
                PrintText(loaded, isOk, output);
            }

            return isOk ? CommandLine.Ok : CommandLine.Failed;
        });
        return command;
    }

    private static LoadedConfig? Load(string? given, TextWriter error)
    {
        string? problem;
        LoadedConfig? loaded = null;
        if (ConfigSource.Find(given) is { } file)
        {
            loaded = ConfigSource.Load(file, ConfigSource.FromEnvironment(), out problem);
        }
        else
        {
            problem = ConfigSource.NotFound();
        }

        if (problem is not null)
        {
            error.WriteLine("weir: " + problem);
        }

        return loaded;
    }

    private static void PrintText(LoadedConfig loaded, bool isOk, TextWriter output)
    {
        ProblemPrinter.PrintAll(loaded.Result.Problems, output);
        if (isOk)
        {
            output.WriteLine($"{loaded.File}: ok");
        }
    }

    private static void PrintJson(LoadedConfig loaded, bool isOk, TextWriter output)
    {
        var report = new CheckReport(
            loaded.File ?? "",
            isOk,
            [.. loaded.Result.Problems.Select(CheckProblem.Of)]
        );
        output.WriteLine(JsonSerializer.Serialize(report, CommandJson.Readable.CheckReport));
    }
}
