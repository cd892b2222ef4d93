// The types of values that declarations of keys choose from.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Types;

/// <summary>Every type of value, by the name that a declaration calls it.</summary>
internal static class KeyTypes
{
    public static readonly KeyType<bool> Boolean = new BooleanType();

    /// <summary>From 0 to 1.</summary>
    public static readonly KeyType<double> Share = new ShareType();

    /// <summary>In milliseconds, above zero.</summary>
    public static readonly KeyType<long> Duration = new DurationType(allowsZero: false);

    /// <summary>In milliseconds; zero means off.</summary>
    public static readonly KeyType<long> DurationOrZero = new DurationType(allowsZero: true);

    /// <summary>Any text.</summary>
    public static readonly KeyType<string> Text = TextWith(static (_, _) => { });

    /// <summary>Any text; null without one.</summary>
    public static readonly KeyType<string?> OptionalText = OptionalTextWith(static (_, _) => { });

    /// <summary>An address, which comes in two forms and is read by <see cref="AddressReader"/>.</summary>
    public static readonly KeyType<EndpointAddress> Address = new TextType<EndpointAddress>(
        null,
        static address => address.Text
    );

    /// <summary>The address that means none at all.</summary>
    public const string Off = "off";

    public static KeyType<int> Integer(int min, int max) => new IntegerType<int>(min, max);

    public static KeyType<long> Long(long min, long max) => new IntegerType<long>(min, max);

    public static KeyType<T> Choice<T>(params (string Name, T Value)[] choices)
        where T : struct, Enum => new ChoiceType<T>(choices);

    /// <summary>A text with a rule that tells what is wrong with it.</summary>
    public static KeyType<string> TextWith(Action<ConfigNode, ProblemList> rule) =>
        new TextType<string>(
            (node, problems, _) => Checked(node, problems, rule),
            static text => text
        );

    /// <inheritdoc cref="TextWith"/>
    public static KeyType<string?> OptionalTextWith(
        Action<ConfigNode, ProblemList> rule,
        bool isSecret = false
    ) =>
        new TextType<string?>(
            (node, problems, _) => Checked(node, problems, rule),
            static text => text
        )
        {
            IsSecret = isSecret,
        };

    /// <summary>A text that stands for something; <see cref="TextType{T}"/> says what the parameters are.</summary>
    public static KeyType<T> WrittenAs<T>(
        Func<ConfigNode, ProblemList, T, T>? parse,
        Func<T, string?> format
    ) => new TextType<T>(parse, format);

    /// <summary>A list that is written as one text, or as a number where it has one entry.</summary>
    public static KeyType<ImmutableArray<T>> ListWrittenAs<T>(
        Func<ConfigNode, ProblemList, ImmutableArray<T>, ImmutableArray<T>> parse,
        Func<ImmutableArray<T>, string> format
    ) =>
        new TextType<ImmutableArray<T>>(parse, format)
        {
            AllowsNumber = true,
            Comparer = EqualityComparer<ImmutableArray<T>>.Create(
                static (one, other) => one.SequenceEqual(other)
            ),
        };

    /// <summary>Texts that stand for something each; <see cref="TextListType{T}"/> says what the parameters are.</summary>
    public static KeyType<ImmutableArray<T>> ListOf<T>(
        Action<ConfigNode, ProblemList, ImmutableArray<T>.Builder> add,
        Func<T, string> format
    ) => new TextListType<T>(add, format);

    /// <summary>Names with a secret text each; the rule tells what is wrong with one of them.</summary>
    public static KeyType<ImmutableArray<KeyValuePair<string, string>>> SecretsByName(
        Action<ConfigMember, ConfigNode, ProblemList> rule
    ) => new SecretMapType(rule);

    /// <summary>An object; <see cref="SectionType{TRecord}"/> says what the parameters are.</summary>
    public static KeyType<TRecord> Section<TRecord>(
        KeyTable<TRecord> table,
        SectionKeys? keys = null
    ) => new SectionType<TRecord>(table, keys ?? table);

    public static KeyType<ImmutableArray<TRecord>> Sections<TRecord>(
        KeyTable<TRecord> table,
        bool needsOne
    ) => new SectionListType<TRecord>(table) { NeedsOne = needsOne };

    public static KeyType<ImmutableArray<TRecord>> SectionsByName<TRecord>(
        KeyTable<TRecord> table,
        Func<TRecord, string> nameOf
    ) => new SectionListType<TRecord>(table, nameOf) { NeedsOne = true };

    private static string Checked(
        ConfigNode node,
        ProblemList problems,
        Action<ConfigNode, ProblemList> rule
    )
    {
        rule(node, problems);
        return node.Text;
    }
}
