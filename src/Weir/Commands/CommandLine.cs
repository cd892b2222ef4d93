// The command line as a whole: all commands, wrong usage, exit codes. Program hands everything over to it.
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Weir.Commands.Completion;
using Weir.Commands.Doctor;
using Weir.Commands.Explain;
using Weir.Commands.Instance;
using Weir.Commands.Top;

namespace Weir.Commands;

/// <summary>Parses and runs one command. Exit codes: 0 fine, 1 it could not be done, 2 wrong usage.</summary>
internal static class CommandLine
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Runs what <paramref name="args"/> ask for and returns the exit code.</summary>
    public static int Invoke(string[] args, TextWriter output, TextWriter error)
    {
        RootCommand root = Build();
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            TellWrongUsage(root, parsed, args, error);
            return WrongUsage;
        }

        int code = Invoke(parsed, args.Length == 0 ? error : output, error);
        return args.Length == 0 ? WrongUsage : code;
    }

    private static int Invoke(ParseResult parsed, TextWriter output, TextWriter error)
    {
        try
        {
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    // TERM and INT are ours: they drain.
                    ProcessTerminationTimeout = null,
                }
            );
        }
        catch (Exception failure)
        {
            error.WriteLine(
                failure is OutputLostException
                    ? $"weir: {failure.Message}"
                    : $"weir: this is a defect of Weir, please report it: {failure}"
            );
            return Failed;
        }
    }

    internal static RootCommand Build()
    {
        var root = new RootCommand("Weir: a load balancer for TCP and HTTP.")
        {
            RunCommand.Build(),
            DemoCommand.Build(),
            CheckCommand.Build(),
            StatusCommand.Build(),
            TopCommand.Build(),
            BackendCommand.Build("drain", "Give a backend no new work; what runs finishes"),
            BackendCommand.Build("ready", "Give a backend work again after drain or maint"),
            BackendCommand.Build("maint", "Drain a backend, stop its checks, cut its tcp sessions"),
            WeightCommand.Build(),
            ReloadCommand.Build(),
            ExplainCommand.Build(),
            DoctorCommand.Build(),
            FailuresCommand.Build(),
            SchemaCommand.Build(),
            CompletionCommand.Build(),
            VersionCommand.Build(),
        };
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            // Habits of another operating system; a shell here takes -? as a pattern.
            foreach (string alias in new[] { "-?", "/?", "/h" })
            {
                help.Aliases.Remove(alias);
            }

            if (help.Action is HelpAction usual)
            {
                help.Action = new DetailedHelp(usual);
            }
        }

        return root;
    }

    private static void TellWrongUsage(
        RootCommand root,
        ParseResult parsed,
        string[] args,
        TextWriter error
    )
    {
        bool isNoCommand = parsed.CommandResult.Command is RootCommand;
        // When the command itself is not known, what follows it cannot be checked.
        ParseResult told = isNoCommand ? root.Parse(args[..1]) : parsed;
        if (told.Action is ParseErrorAction action)
        {
            action.ShowHelp = false;
            action.ShowTypoCorrections = true;
        }

        // Suggestions would go to the output, which is for results.
        told.Invoke(new InvocationConfiguration { Output = error, Error = error });
        string command = isNoCommand ? "" : parsed.CommandResult.Command.Name + " ";
        error.WriteLine($"See: weir {command}--help");
    }
}
